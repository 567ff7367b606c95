import ormar

from database import database

base = ormar.OrmarConfig(database=database)
