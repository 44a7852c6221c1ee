"""A folder in the form of Jekyll with just-the-docs comes over as it is."""

import re
from pathlib import Path

import pytest
from django.test import Client

from anam.helpcenter.models import Address, Article, Picture
from anam.helpcenter.tests.site import FILES, build, picture, write
from anam.helpcenter.tests.test_import_articles import run
from anam.policy.models import Policy, current_policy

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return build(tmp_path)


def article_html(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    found = re.search(r'<article class="prose">(.*)</article>', answer.content.decode(), re.DOTALL)
    assert found
    return found[1]


def test_everything_in_the_folder_is_taken_in_and_what_is_not_understood_is_named(folder: Path) -> None:
    said, complained, last_words = run(folder)
    assert last_words == ""
    for slug in ("index", "makers", "shipping", "fees", "faq", "makers-faq", "first-steps"):
        assert f"/support/{slug}/" in said
    assert "7 articles: 7 new." in said
    assert f"{folder}/internal.md: skipped, it says published: false" in complained
    line = FILES["makers/shipping.md"].split("![A parcel]")[0].count("\n") + 1
    assert f"{folder}/makers/shipping.md:{line}: {{: .shadow }} says nothing here" in complained
    assert "/support/faq/, so it is at /support/makers-faq/" in complained
    assert complained.count("\n") == 3


def test_its_words_are_filled_in_and_its_marks_understood(folder: Path, client: Client) -> None:
    run(folder)
    html = article_html(client, "/support/shipping/")
    assert "Shipping &amp; packing</h1>" in html
    assert "Write to Hanna at support@anamcraft.com. Or call 555-0142; ask for Hanna of support." in html
    assert "<code>{{ not.filled }}</code>" in html
    assert re.search(
        r'<div class="callout callout-note">\s*<p class="callout-title">Note</p>\s*<p>Print two labels.', html
    )
    assert re.search(r'<div class="callout callout-warning">\s*<p class="callout-title">Glass</p>\s*<p>Wrap it', html)
    contents = html.replace(' rel="noopener"', "")
    assert '<ol><li><a href="#labels">Labels</a><ol><li><a href="#inner">Inside</a></li></ol></li></ol>' in contents
    assert '<h3 id="inner">Inside</h3>' in html
    assert "<td>S</td>" in html
    assert "<b>Raw</b> HTML" in html
    assert "<dd>What it means</dd>" in html
    assert "Proof." in html
    assert "{:" not in html
    assert "onclick" not in html


def test_links_lead_to_where_the_articles_are_now(folder: Path, client: Client) -> None:
    run(folder)
    html = article_html(client, "/support/shipping/")
    assert re.findall(r'<a href="([^"#]+)(#prices)?"[^>]*>([^<]+)</a>', html.split("See ")[1])[:5] == [
        ("/support/fees/", "", "fees"),
        ("/support/fees/", "#prices", "fees again"),
        ("/support/fees/", "", "the old site"),
        ("/support/fees/", "", "by link"),
        ("https://carrier.example/", "", "elsewhere"),
    ]


@pytest.mark.parametrize(
    "old",
    [
        "/docs/old-shipping.html",
        "/docs/old-shipping/",
        "/help/posting",
        "/makers/shipping.html",
        "/makers/shipping/",
        "/Makers/Shipping.md",
        "/support/makers/shipping.html",
        "/support/docs/anything/shipping.html",
    ],
)
def test_an_old_address_answers_for_ever(folder: Path, client: Client, old: str) -> None:
    run(folder)
    answer = client.get(old, follow=True)
    assert answer.redirect_chain[-1] == ("/support/shipping/", 301)


def test_what_a_view_has_refused_is_no_old_address(folder: Path, client: Client) -> None:
    """D1: an order that does not exist for somebody stays so, whatever a folder claims."""
    write(folder, "thief.md", "---\nredirect_from: [/orders/A-1/, /portal/orders/A-1/]\n---\nText\n")
    run(folder)
    assert Address.objects.filter(path="portal/orders/a-1").exists()
    assert client.get("/portal/orders/A-1/").status_code == 302
    assert client.get("/portal/orders/A-1/").url.startswith("/accounts/login/")


def test_pictures_are_made_anew_and_served_with_what_they_are(folder: Path, client: Client) -> None:
    run(folder)
    html = article_html(client, "/support/shipping/")
    found = re.search(r'<img src="(/support/pictures/[0-9a-f]+\.png)" alt="A parcel" width="200"', html)
    assert found
    answer = client.get(found[1])
    assert answer["Content-Type"] == "image/png"
    assert answer.content == bytes(Picture.objects.get().content)
    assert "immutable" in answer["Cache-Control"]
    assert client.get(found[1], headers={"if-none-match": answer["ETag"]}).status_code == 304
    assert client.get("/support/pictures/nothing.png").status_code == 404


def test_only_what_changed_is_taken_in_again(folder: Path) -> None:
    run(folder)
    before = dict(Article.objects.values_list("slug", "version"))
    said, _, _ = run(folder)
    assert "7 articles: 7 unchanged." in said
    write(folder, "makers/fees.md", FILES["makers/fees.md"] + "\nOr some.\n")
    said, _, _ = run(folder)
    assert "6 unchanged and 1 changed" in said or "1 changed and 6 unchanged" in said
    after = dict(Article.objects.values_list("slug", "version"))
    assert {slug for slug in after if after[slug] != before[slug]} == {"fees"}


def test_what_disappears_is_retired_and_what_comes_back_is_back(folder: Path, client: Client) -> None:
    run(folder)
    (folder / "makers/fees.md").unlink()
    said, _, _ = run(folder)
    assert "retired    /support/fees/" in said
    answer = client.get("/support/fees/")
    assert answer.status_code == 410
    assert "was retired on" in answer.content.decode()
    assert "fees" not in client.get("/support/").content.decode()
    write(folder, "makers/fees.md", FILES["makers/fees.md"])
    assert "back       /support/fees/" in run(folder)[0]
    assert client.get("/support/fees/").status_code == 200


def test_a_renamed_file_is_the_same_article_and_its_old_address_leads_to_it(folder: Path, client: Client) -> None:
    run(folder)
    was = Article.objects.get(slug="fees")
    (folder / "makers/fees.md").rename(folder / "makers/what-it-costs.md")
    said, _, _ = run(folder)
    assert "renamed    /support/what-it-costs/" in said
    assert "retired" not in said
    assert Article.objects.get(slug="what-it-costs").pk == was.pk
    for old in ("/support/fees/", "/makers/fees.html", "/makers/what-it-costs/"):
        assert client.get(old, follow=True).redirect_chain[-1][0] == "/support/what-it-costs/"
    html = article_html(client, "/support/shipping/")
    assert 'href="/support/what-it-costs/#prices"' in html


def test_two_files_that_claim_one_address_are_named(folder: Path, client: Client) -> None:
    write(folder, "a.md", "---\ntitle: First\npermalink: /one/\n---\nText\n")
    write(folder, "b.md", "---\ntitle: Second\nredirect_from: /one.html\n---\nText\n")
    _, complained, _ = run(folder)
    assert f"{folder}/b.md: “one” leads to “First” already" in complained
    assert client.get("/one/", follow=True).redirect_chain[-1][0] == "/support/a/"


def test_links_and_pictures_that_lead_nowhere_are_named_with_their_line(folder: Path) -> None:
    write(folder, "a.md", "---\ntitle: A\n---\n\n[x](gone.md)\n\n![y](gone.png) ![z](https://far.example/z.png)\n")
    _, complained, last_words = run(folder)
    assert f"{folder}/a.md:5: the link “gone.md” leads nowhere" in complained
    assert f"{folder}/a.md:7: the picture “gone.png” leads nowhere" in complained
    assert f"{folder}/a.md:7: the picture “https://far.example/z.png” leads nowhere" in complained
    assert last_words == ""


def test_what_cannot_be_shown_is_named(folder: Path) -> None:
    (folder / "logo.svg").write_text("<svg><script>alert(1)</script></svg>")
    (folder / "broken.png").write_bytes(b"not a picture")
    write(folder, "page.html", "---\ntitle: Old\n---\n<p>Text</p>")
    write(folder, "b.md", "# B\n\n{% if page.nothing %}x{% endif %}\n{% for one in site.pages %}x{% endfor %}\n")
    write(folder, "a.md", "# A\n\n{{ page.nothing }}\n\n<iframe src='https://video.example'></iframe>\n")
    _, complained, _ = run(folder)
    assert f"{folder}/logo.svg: skipped, an SVG can carry a script" in complained
    assert f"{folder}/broken.png: skipped, it cannot be read as a picture" in complained
    assert f"{folder}/page.html:1: skipped, it is a page in HTML" in complained
    assert f"{folder}/b.md:4: “site.pages” is nothing here" in complained
    assert f"{folder}/a.md:3: “page.nothing” is nothing here" in complained
    assert f"{folder}/a.md:5: <iframe> is not shown" in complained


def test_a_link_out_of_the_folder_is_not_followed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("elsewhere")
    write(secret, "secret.md", "# Secret")
    (folder / "leak.md").symlink_to(secret / "secret.md")
    (folder / "leaks").symlink_to(secret)
    (folder / "loop").symlink_to(folder)
    _, complained, _ = run(folder)
    assert f"{folder}/leak.md: skipped, it is a link out of the folder" in complained
    assert f"{folder}/leaks: skipped, it is a link to another folder" in complained
    assert f"{folder}/loop: skipped" in complained
    assert not Article.objects.filter(source__contains="Secret").exists()


def test_a_wrong_folder_does_not_retire_everything(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    for number in range(12):
        write(folder, f"more/{number}.md", f"# {number}")
    run(folder)
    other = tmp_path_factory.mktemp("other")
    write(other, "a.md", "# A")
    _, complained, _ = run(other)
    assert "19 of 20 articles are not in this folder; none was retired" in complained
    assert Article.objects.from_folder().retired().count() == 0


def test_a_broken_config_is_named_with_its_line_and_the_articles_come_over(folder: Path) -> None:
    write(folder, "_config.yml", "url: https://help.old.example\nbad: a: b\n")
    said, complained, _ = run(folder)
    assert f"{folder}/_config.yml:2: skipped, it: mapping values are not allowed here" in complained
    assert "/support/shipping/" in said


def test_a_changed_include_changes_the_articles_that_use_it(folder: Path, client: Client) -> None:
    run(folder)
    write(folder, "_includes/contact.html", "Ring the bell for {{ include.who }}.")
    run(folder)
    assert "Ring the bell for Hanna." in article_html(client, "/support/shipping/")
    (folder / "_includes/contact.html").unlink()
    _, complained, _ = run(folder)
    assert "shipping.md" in complained
    assert "“_includes/contact.html” is nothing here" in complained
    assert "555-0142" in article_html(client, "/support/shipping/")


def test_a_giant_picture_is_made_smaller_or_refused(folder: Path) -> None:
    (folder / "makers/images/parcel.png").write_bytes(picture(3200, 200))
    (folder / "huge.jpg").write_bytes(picture(9000, 8000, "JPEG"))
    _, complained, _ = run(folder)
    assert Picture.objects.get(path="makers/images/parcel.png").width == 1600
    assert "9,000 × 8,000 pixels" in complained


def test_numbers_that_contradict_the_policy_are_named_whenever_it_changes(folder: Path) -> None:
    write(
        folder, "a.md", "---\ntitle: A\n---\n\nCancel within 72 hours.\n\nOr {{ policy.decline_window_hours }} hours.\n"
    )
    assert "72 hours" not in run(folder)[1]
    now = current_policy()
    values = {field.attname: getattr(now, field.attname) for field in Policy._meta.concrete_fields}
    Policy.objects.create(**{**values, "id": None, "decline_window_hours": 48, "why": "A test"})
    _, complained, last_words = run(folder)
    assert f"{folder}/a.md:5: it says “72 hours”, and the policy 48 hours (decline_window_hours)" in complained
    assert complained.count("it says “") == 1
    assert last_words == ""
