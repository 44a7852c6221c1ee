"""What is said of a file, and of what stands in it: why it was refused, and what there is to know of the rest."""

from collections import ChainMap
from typing import Any

from django.utils.translation import gettext_lazy as _

from anam.coded import Worded, coded
from anam.orders.status import Status

# What a file holds (what_it_is.py), and whose export it is none of.
KINDS = {
    "draft_orders": _("draft orders"),
    "abandoned_checkouts": _("abandoned checkouts"),
    "quotes": _("quotes"),
    "carts": _("carts"),
    "subscriptions": _("subscriptions"),
    "refunds": _("refunds"),
    "stock_at_places": _("stock at places"),
    "products": _("products"),
    "customers": _("customers"),
    "discount_codes": _("discount codes"),
    "payouts": _("payouts"),
    "payments": _("payments"),
    "shopify_orders": _("Shopify's orders"),
    "shopify_products": _("Shopify's products"),
    "woocommerce_orders": _("WooCommerce's orders"),
    "faire_orders": _("Faire's orders"),
    "olist_orders": _("Olist's orders"),
    "olist_items": _("Olist's items"),
    "olist_customers": _("Olist's customers"),
    "olist_sellers": _("Olist's sellers"),
    "seems": _(" It seems to hold {kind}."),
}
# Why a file cannot be used.
FILES = {
    "took_too_long": _("It took longer to read than a file may. Export it in parts, or ask support to bring it in."),
    "our_trouble": _("Something went wrong on our side, again and again. Ask support to look at it."),
    "is_a_folder": _("{file} is a folder, not a file."),
    "no_file": _("There is no file {file}."),
    "file_unreadable": _("{file} cannot be read: {error}."),
    "no_file_name": _("That is no name of a file: {error}."),
    "file_empty": _("{file} is empty."),
    "file_broken": _("{file} begins as text in {encoding}, and is broken."),
    "no_maker": _("There is no maker {maker}."),
    "no_time_zone": _("There is no time zone {zone}; one is called Europe/Dublin."),
    "not_utf8": _("{file} is not UTF-8 text (line {line}). Export it again as CSV in UTF-8."),
    "no_csv_line": _("{file} is no CSV file: line {line} has over {most:,} characters."),
    "no_csv": _("This is no CSV file. {why}"),
    "no_header": _("It has no header."),
    "columns_missing": _("This is no export of {kind}: it has no column {columns:list}.{seems}"),
    "columns_twice": _("This is no export of {kind}: it has the column {columns:list} twice."),
    "no_order_in_it": _("{file} is no export of {kind}: there is no order in it."),
    "first_unreadable": _("{file} is no export of {kind}. {why}"),
    "fields_missing": _("{file} is no export of {kind}: its first has no field {fields:list}.{seems}"),
    "text_too_long": _("{file}: a text near line {line} has over {most:,} characters."),
    "number_too_long": _("{file}: near line {line} is a number that nobody can have meant."),
    "no_olist_folder": _("{folder} is no folder: olist is a folder with {files:list}."),
    "olist_zone_missing": _("Olist’s times do not say their zone. Name it, as in --time-zone America/Sao_Paulo."),
}
# What is wrong with one cell or field.
CELLS = {
    "nul_byte": _("There is a NUL byte in it."),
    "half_a_character": _("There is half a character in it."),
    "too_long": _("The {name} {text} is too long: {length:,} characters of at most {most}."),
    "unknown_currency": _("{text} is no currency that we know."),
    "no_currency": _("It does not say its currency."),
    "no_amount": _("The {name} {text} is not an amount of money."),
    "too_many_decimals": _("The {name} {text} has too many decimals: {currency} has {places}."),
    "amount_too_large": _("The {name} {text} is more than Anam can keep."),
    "no_quantity": _("The quantity {text} is not a whole number of {least} or more."),
    "quantity_too_large": _("The quantity {text} is more than Anam can keep."),
    "no_time": _("“{name}” is {text}, which is not a time like 2026-11-20 14:02:00 +0100."),
    "no_offset": _("“{name}” is {text}, without its offset from UTC: it could be any of 26 hours. Name its time zone."),
    "no_such_time": _("“{name}” is {text}, which is no time in any calendar."),
    "is_no_object": _("{name} is not an object with fields."),
    "it_is_no_object": _("It is not an object with fields."),
    "no_text_or_number": _("“{name}” is neither text nor a number."),
    "no_whole_number": _("“{name}” is {text}, not a whole number of {least} or more."),
    "no_list": _("“{name}” is not a list."),
    "number_nobody_meant": _("There is a number in it that nobody can have meant."),
    "not_well_formed": _("It is not well-formed CSV: {error}."),
    "row_has_too_many_lines": _("It is not well-formed CSV: it has more than {most} lines."),
    "row_too_long": _("It is not well-formed CSV: it has more than {most:,} characters."),
    "cells_uneven": _("It has {cells} cells where the header has {header}."),
    "nested_too_deep": _("It is nested more than {most} deep: no orders are."),
    "no_json": _("From here on it is no JSON, and nothing more was read: {error}"),
    "breaks_off_here": _("From here on it is no JSON, and nothing more was read: it breaks off."),
    "breaks_off": _("The file breaks off within it."),
    "larger_than_any_order": _("It is larger, or deeper, than any order."),
}
# What is wrong with an order.
ORDERS = {
    "shipped_before_placed": _("It was shipped before it was placed."),
    "cancelled_before_placed": _("It was cancelled before it was placed."),
    "accepted_before_placed": _("It was accepted before it was placed."),
    "arrived_before_shipped": _("It arrived before it was shipped."),
    "placed_to_come": _("It was placed at {at} UTC, which is still to come."),
    "accepted_to_come": _("It was accepted at {at} UTC, which is still to come."),
    "shipped_to_come": _("It was shipped at {at} UTC, which is still to come."),
    "completed_to_come": _("It was completed at {at} UTC, which is still to come."),
    "cancelled_to_come": _("It was cancelled at {at} UTC, which is still to come."),
    "reason_missing": _("It is cancelled, and the reason “{reason}” is missing in the database."),
    "order_of_another": _("It belongs to another maker, “{maker}”: you import orders of {own}."),
    "database_refused": _("The database refused it: {error}"),
    "from_a_list_of": _("It is no order, but seems to come from a list of {kind}."),
    "no_name": _("It does not say which order it belongs to: its Name is empty."),
    "no_id": _("It has no Id: the first row of this order is missing, or its rows do not stand together."),
    "id_changed": _("The Id {text} is not a whole number; a spreadsheet may have changed it."),
    "id_no_number": _("Its id {text} is not a whole number."),
    "too_many_lines": _("It has more than {most:,} lines."),
    "too_many_rows": _("It has more than {most:,} rows."),
    "too_many_items": _("It has more than {most:,} items."),
    "no_created_at": _("“Created at” is empty: when was it placed?"),
    "no_created_at_field": _("“created_at” is empty: when was it placed?"),
    "not_placed": _("It does not say when it was placed."),
    "not_called_or_placed": _("It does not say what it is called, or when it was placed."),
    "draft_order": _("a draft order"),
    "abandoned_checkout": _("an abandoned checkout"),
    "draft_or_checkout": _("a draft, a quote or an abandoned checkout"),
    "seems_no_order": _("It seems to be {what}, not an order: nothing says how its payment stands."),
    "seems_no_order_by_name": _(
        "It seems to be {what}, not an order: its name is its Id, and nothing says how its payment stands."
    ),
    "all_removed": _("All of it was removed: nothing is left to be made."),
    "vendor_empty": _("Its Vendor is empty: which maker sold it?"),
    "line_name_empty": _("Its “Lineitem name” is empty: what was ordered?"),
    "line_price_empty": _("Its “Lineitem price” is empty."),
    "costs_too_much": _("It costs more than Anam can keep."),
    "total_empty": _("Its Total is empty."),
    "total_does_not_add_up": _("Its Total is {text}, but its lines, shipping, taxes and discount do not come to that."),
    "total_price_does_not_add_up": _(
        "Its total_price is {text}, but its lines, shipping, taxes and discounts do not come to that."
    ),
    "woo_total_does_not_add_up": _("Its total is {text}, but its lines, shipping, taxes and fees do not come to that."),
    "fulfilled_at_empty": _("It is fulfilled, but “Fulfilled at” is empty."),
    "fulfilled_not_when": _("It is fulfilled, but nothing says when."),
    "completed_not_when": _("It is completed, but nothing says when."),
    "status_not_when": _("It is {status}, but does not say when."),
    "no_line_items": _("It has no line_items: what was ordered?"),
    "no_items": _("It has no items: what was ordered?"),
    "line_without_name": _("One of its line_items has no name: what was ordered?"),
    "line_without_price": _("Its line {title} has no price."),
    "line_too_large": _("Its line {title} is more than Anam can keep."),
    "none_or_too_many": _("Of {title} there are none, or more than Anam can keep."),
    "refunded_otherwise": _(
        "Some of it was refunded in the buyer’s currency, and nothing says how much that is in the shop’s own."
    ),
    "more_back_than_it_costs": _("More of it is outstanding, or was refunded, than it costs."),
    "more_back_than_paid": _("More of it was refunded than was paid."),
    "unknown_financial_status": _("The financial status {text} is none that we know."),
    "unknown_status": _("The status {text} is none that we know."),
    "unknown_state": _("The state {text} is none that we know."),
    "no_order_by_status": _("It is no order: its status is {text}. {what}"),
    "thrown_away": _("It was thrown away."),
    "checkout_never_sent": _("It seems to be a checkout that was never sent off."),
    "seems_a_draft": _("It seems to be a draft."),
    "seems_a_quote": _("It seems to be a quote."),
    "no_order_by_type": _("It is no order of its own: its type is {text}."),
    "part_of_another": _("It is no order of its own, but part of {text}."),
    "more_off_than_it_costs": _("More is taken off it than it costs."),
    "contradicts_itself": _("It contradicts itself: it is {state}, and every item of it is cancelled."),
    "several_currencies": _("Its items have prices in several currencies."),
    "item_without_product_name": _("One of its items has no product_name: what was ordered?"),
    "item_too_large": _("Its item {title} is more than Anam can keep."),
    "item_without_price": _("One of its items has no price."),
    "order_not_in_file": _("Its order is not in {file}."),
    "none_of_its_items": _(
        "It is {status}, and none of its items is in the file: nobody knows which maker it was for."
    ),
    "item_unreadable": _("One of its items cannot be read. {why}"),
    "item_twice": _("Its item {number} is there twice, and not the same."),
    "item_incomplete": _("Its item {number} does not say what it is, whose, or what it costs."),
    "less_than_nothing": _("A line of it costs less than nothing."),
}
# What is wrong with a product, or is to be known of it.
PRODUCTS = {
    "product_of_another": _("It belongs to another maker, “{maker}”: you import products of {own}."),
    "no_handle_or_title": _("It has no Handle or no Title: the first of its rows is missing, or stands elsewhere."),
    "product_vendor_empty": _("Its Vendor is empty: which maker sells it?"),
    "no_row_has_a_price": _("None of its rows has a price."),
    "price_empty": _("In line {line} its price is empty."),
    "no_number_of_pieces": _("In line {line} its quantity is {text}, which is no number of pieces."),
    "description_cut": _("Its description has more than {most:,} characters: the rest was left out."),
    "variant_twice": _("Line {line} is a variant that it has already, and was left out."),
    "stock_cut": _("Of {title} no more than {most:,} pieces are counted."),
    "sku_cut": _("The SKU {sku} has more than {most} characters: it was cut."),
    "sku_taken": _("The SKU {sku} of {title} belongs to another product or variant too: here it is {here}."),
    "stays_archived": _("{title} was archived here and stays so; sell it again on its page."),
    "on_sale_again": _("{title} was not for sale, and is again."),
    "and_so_on": _("And so on, for {more:,} more."),
}
# What is to be known of an order that was not refused.
NOTES: dict[str, Any] = {
    "no_email": _("Its email {text} is no address, and was left out."),
    "authorised_there": _("It is cancelled there, and {sum:money} is authorised and not released."),
    "paid_there": _("It is cancelled there, {sum:money} was paid, and nothing was refunded."),
    "paid_there_part_back": _("It is cancelled there, {sum:money} was paid, and only {back:money} was refunded."),
    "changed_there": _("It has changed there since it came in: {changes}. Here it stays as it is: {here}."),
    "status_differs": _("status was “{then}” and is “{now}”"),
    "placed_differs": _("placed was “{then}” and is “{now}”"),
    "total_differs": _("total was “{then:money}” and is “{now:money}”"),
    "paid_differs": _("paid was “{then:money}” and is “{now:money}”"),
    "refunded_differs": _("refunded was “{then:money}” and is “{now:money}”"),
    "payment_differs": _("payment was “{then}” and is “{now}”"),
    "cancelled_differs": _("cancelled was “{then}” and is “{now}”"),
    "sent_differs": _("sent was “{then}” and is “{now}”"),
    "arrived_differs": _("arrived was “{then}” and is “{now}”"),
    "is_so": _("yes"),
    "is_not_so": _("no"),
    "all_of_it": _("all of it"),
    "a_part": _("a part"),
    "none_of_it": _("no"),
    "lines_gone": _("{lines:and} is gone from it"),
    "lines_new": _("{lines:and} is new in it"),
    **{f"here_{status.value}": status.label.lower() for status in Status},
}
SENTENCES = ChainMap(NOTES, KINDS, FILES, CELLS, ORDERS, PRODUCTS)


def words(code: str, /, **parameters: Any) -> Worded:
    """The words for a code of SENTENCES, and what is kept of them."""
    return Worded(coded(code, **parameters), SENTENCES)


NOTHING = Worded({}, SENTENCES)
