"""What every request passes, whoever answers it: who asks and how often, where things are, what is refused and noted.

The API and the pages stand behind it and share nothing else.
"""
