"""The side-effect diary: a service that keeps symptom diaries and says when to call."""
