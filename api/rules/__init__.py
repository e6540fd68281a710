"""Guidance as data and the rules read from it. Standard library only: no web, no database, no clock."""
