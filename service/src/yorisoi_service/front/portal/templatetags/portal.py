"""Which kind of part of an answer something is, for templates."""

from django import template

from yorisoi_service.front.portal.public.answers.book import Part, Phone, Points, Way

register = template.Library()


@register.filter
def kind(part: Part) -> str:
    """`points`, `way`, `phone` or `text`."""
    match part:
        case Points():
            return "points"
        case Way():
            return "way"
        case Phone():
            return "phone"
        case _:
            return "text"
