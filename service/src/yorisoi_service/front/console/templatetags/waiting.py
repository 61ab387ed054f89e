"""What stands at the top of every page of the desk, whoever builds the page."""

from django import template

from yorisoi_service import clock
from yorisoi_service.desk.queries import calls

register = template.Library()


@register.simple_tag
def calls_waiting() -> int:
    """How many telephones ring now. One query."""
    return calls.number_waiting(now=clock.now())
