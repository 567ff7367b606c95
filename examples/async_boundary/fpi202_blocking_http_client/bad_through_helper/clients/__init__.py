from .weather import Weather, get_weather
from .weather import forecast_today as forecast
from .weather import forecast_tomorrow as tomorrow

__all__ = ["Weather", "forecast", "get_weather", "tomorrow"]
