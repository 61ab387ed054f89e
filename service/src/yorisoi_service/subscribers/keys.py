"""Keeping what subscribers are found by. Every service that writes a subscriber or a line ends with `keep_keys`."""

from collections.abc import Collection

from yorisoi_service.subscribers.models import Line, SearchKey, Subscriber
from yorisoi_service.subscribers.rules.search import keys_of, packed


def keep_keys(subscribers: Collection[int]) -> None:
    """Write the keys of these subscribers anew, from their rows and their lines as they are now.

    Stands inside the caller's transaction. Four statements for a thousand subscribers, or a few more.
    """
    numbers: dict[int, list[str]] = {pk: [] for pk in subscribers}
    for pk, number in Line.objects.filter(subscriber__in=numbers).values_list("subscriber_id", "number"):
        numbers[pk].append(number)
    SearchKey.objects.filter(subscriber__in=numbers).delete()
    SearchKey.objects.bulk_create(
        key
        for subscriber in Subscriber.objects.filter(pk__in=numbers)
        for key in keys_for(subscriber, lines=numbers[subscriber.pk])
    )


def keys_for(subscriber: Subscriber, *, lines: Collection[str]) -> list[SearchKey]:
    """The key rows of one subscriber with lines of these numbers; nothing is written."""
    found = keys_of(
        names=(subscriber.name, subscriber.kana),
        numbers=(subscriber.customer_number, subscriber.billing_account, *lines),
        phones=(subscriber.phone, subscriber.mobile),
    )
    return [
        SearchKey(key=packed(key.text, subscriber.customer_number), least=key.least, subscriber=subscriber)
        for key in found
    ]
