import psycopg

connection = psycopg.connect("postgresql://localhost/items")  # error: FPI105
cursor = connection.cursor()
