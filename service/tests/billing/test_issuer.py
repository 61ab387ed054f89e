"""The registration number on invoices."""

from yorisoi_service.billing.rules.issuer import check_digit_fits, is_registration_number


def test_a_published_number_fits_its_check_digit_and_no_other_first_digit_does() -> None:
    published = "7000012050002"  # the tax office's own
    assert check_digit_fits(f"T{published}")
    assert [digit for digit in "0123456789" if check_digit_fits(f"T{digit}{published[1:]}")] == ["7"]


def test_neighbours_exchanged_are_noticed() -> None:
    assert not check_digit_fits("T7000021050002")


def test_only_a_t_and_thirteen_digits_are_a_registration_number() -> None:
    assert is_registration_number("T7000012050002")
    for wrong in ("7000012050002", "T700001205000", "t7000012050002", "T７000012050002", "T7000012050002\n"):
        assert not is_registration_number(wrong), wrong
