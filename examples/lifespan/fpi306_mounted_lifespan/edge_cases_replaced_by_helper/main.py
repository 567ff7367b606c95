from fastapi import FastAPI
from fastmcp import FastMCP
from lifespans import describe, take_over

tools = FastMCP("tools").http_app(path="/mcp")

# Alarms

told = FastAPI()
told.mount("/agents", tools)  # error: FPI306
describe(told, tools)

# Innocent

app = FastAPI()
app.mount("/agents", tools)
take_over(app, tools)
