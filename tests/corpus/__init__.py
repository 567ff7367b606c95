"""The pack over public repositories, and what a reader made of each finding.

`python -m tests.corpus FOLDER` runs it over a folder of checkouts `owner__name`, each at its commit
of `repositories.txt`; `python -m tests.corpus.record` writes a verdict into `ledger/`.
"""
