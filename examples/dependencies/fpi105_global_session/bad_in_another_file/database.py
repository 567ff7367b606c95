import sqlite3

connection = sqlite3.connect("items.db", check_same_thread=False)  # error: FPI105
cursor = connection.cursor()
