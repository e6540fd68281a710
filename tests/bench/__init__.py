"""How fast it is: `make bench`. Apart from the tests; `python -m tests.bench --help` says what can be set."""
