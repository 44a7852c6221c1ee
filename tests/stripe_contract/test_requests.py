"""What a request must look like, and what is said to one that does not."""

import pytest
from stripe import AuthenticationError, InvalidRequestError, StripeClient

from tests.stripe_contract.api import Api, new_key


def refused(api: Api, **values: object) -> InvalidRequestError:
    with pytest.raises(InvalidRequestError) as caught:
        api.v1.payment_intents.create({"amount": 5_000, "currency": "usd", **api.cards_only, **values}, new_key())
    return caught.value


@pytest.mark.parametrize(
    ("values", "param"),
    [
        ({"colour": "blue"}, "colour"),
        ({"payment_method_options": {"card": {"colour": "blue"}}}, "payment_method_options[card][colour]"),
    ],
)
def test_a_parameter_that_stripe_does_not_know_is_refused_by_its_name(
    api: Api, values: dict[str, object], param: str
) -> None:
    error = refused(api, **values)
    assert (error.code, error.param) == ("parameter_unknown", param)


def test_payment_method_types_belongs_to_the_past(api: Api) -> None:
    error = refused(api, payment_method_types=["card"], allowed_payment_method_types=None)
    assert error.code == "payment_method_types_no_longer_supported"


def test_a_parameter_that_is_missing_is_named(api: Api) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        api.v1.payment_intents.create({"amount": 5_000}, new_key())
    assert (caught.value.code, caught.value.param) == ("parameter_missing", "currency")


def test_an_amount_is_a_whole_number_of_minor_units(api: Api) -> None:
    error = refused(api, amount="12.50")
    assert (error.code, error.param) == ("parameter_invalid_integer", "amount")


def test_a_word_that_is_not_of_the_list_is_refused(api: Api) -> None:
    assert refused(api, capture_method="later").param == "capture_method"


def test_an_empty_text_does_not_unset_what_cannot_be_unset(api: Api) -> None:
    error = refused(api, currency="")
    assert (error.code, error.param) == ("parameter_invalid_empty", "currency")


@pytest.mark.parametrize("metadata", [{"k" * 41: "v"}, {"k": "v" * 501}, {f"k{number}": "v" for number in range(51)}])
def test_metadata_has_its_bounds(api: Api, metadata: dict[str, str]) -> None:
    assert refused(api, metadata=metadata).http_status == 400


def test_what_is_not_there_is_404_in_the_path_and_400_in_a_parameter(api: Api) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        api.v1.payment_intents.retrieve("pi_doesnotexist")
    assert (caught.value.http_status, caught.value.code) == (404, "resource_missing")
    error = refused(api, customer="cus_doesnotexist")
    assert (error.http_status, error.code, error.param) == (400, "resource_missing", "customer")


def test_off_session_belongs_to_the_confirmation(api: Api) -> None:
    assert refused(api, off_session=True).http_status == 400


def test_how_cards_are_taken_is_said_once(api: Api) -> None:
    both = {"automatic_payment_methods": {"enabled": True, "allow_redirects": "never"}}
    assert refused(api, **both).http_status == 400


def test_a_key_that_stripe_does_not_know_is_401(api: Api) -> None:
    stranger = StripeClient(
        "sk_test_ofnobody",
        base_addresses=api.client._requestor._options.base_addresses,
        max_network_retries=0,
    )
    with pytest.raises(AuthenticationError) as caught:
        stranger.v1.balance.retrieve()
    assert caught.value.http_status == 401


def test_the_account_of_a_key_says_who_it_is(api: Api) -> None:
    account = api.v1.accounts.retrieve_current()
    assert account.id.startswith("acct_")
    assert account.id == api.v1.accounts.retrieve_current().id
    assert api.v1.balance.retrieve().livemode is False


def test_a_customer_can_be_changed_and_deleted(api_or_local: Api) -> None:
    customer = api_or_local.customer()
    changed = api_or_local.v1.customers.update(customer.id, {"metadata": {"buyer": "7"}}, new_key())
    assert (changed.metadata["buyer"], changed.email) == ("7", "ines@harbor.example")
    assert api_or_local.v1.customers.delete(customer.id).deleted is True


def test_a_deleted_customer_is_still_answered_with_and_takes_no_payment(api: Api) -> None:
    customer = api.customer()
    api.v1.customers.delete(customer.id)
    assert api.v1.customers.retrieve(customer.id).deleted is True
    assert refused(api, customer=customer.id).code == "resource_missing"


def test_the_cards_of_a_deleted_customer_are_of_no_more_use(api: Api) -> None:
    customer = api.customer().id
    card = api.attached_card(customer)
    api.v1.customers.delete(customer)
    with pytest.raises(InvalidRequestError):
        api.v1.payment_methods.attach(card, {"customer": api.customer().id}, new_key())


def test_an_email_address_must_look_like_one(api: Api) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        api.v1.customers.create({"email": "ines at harbor"}, new_key())
    assert caught.value.code == "email_invalid"
