"""What an operator can do, a file a noun; `cli.py` lists them."""
