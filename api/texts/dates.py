"""Days in words."""

from datetime import date

from api.texts import text

_WEEKDAY_IS_CLEAR_DAYS = 6


def day_words(day: date, language: str, *, today: date) -> str:
    """The weekday alone for today and the 6 days before; else with the date, and the year if it differs."""
    weekday = text(f"weekday.{day.isoweekday()}", language)
    if 0 <= (today - day).days <= _WEEKDAY_IS_CLEAR_DAYS:
        return weekday
    key = "date.this_year" if day.year == today.year else "date.other_year"
    month = text(f"month.{day.month}", language)
    return text(key, language, weekday=weekday, day=day.day, month=month, year=day.year)
