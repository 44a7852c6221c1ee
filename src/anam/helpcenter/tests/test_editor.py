"""Support writes articles in the browser: previews, versions, two at once, what its file says meanwhile."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from tests.html import squeezed

from anam.clock import database_now
from anam.helpcenter.models import Article, Version, Vote
from anam.helpcenter.tests.site import write as write_file
from anam.helpcenter.tests.test_import_articles import run
from anam.helpcenter.tests.test_support_center import write
from anam.people.models import User
from conftest import Cast, after_the_session

SOURCE = "---\ntitle: Packing\nparent: Makers\n---\n# {{ page.title }}\n\n"


@pytest.fixture
def sam(cast: Cast, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(cast.sam)


@pytest.fixture
def packing(cast: Cast) -> Article:
    write("# {{ page.title }}\n\nWrap it once.", slug="packing", front="title: Packing\nparent: Makers")
    return Article.objects.get(slug="packing")


def address(article: Article, more: str = "") -> str:
    return f"/desk/articles/{article.pk}/{more}"


def save(client: Client, article: Article, words: str, seen: int | None = None, why: str = "Clearer"):  # type: ignore[no-untyped-def]
    sent = {"source": SOURCE + words, "seen": article.version if seen is None else seen, "why": why}
    return client.post(address(article), sent)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "new/",
        "1/",
        "1/preview/",
        "new/preview/",
        "1/versions/",
        "1/versions/1/",
        "1/retire/",
        "1/back/",
        "1/waiting/",
    ],
)
def test_the_desks_articles_are_for_support_alone(
    cast: Cast, sign_in: Callable[[User], Client], client: Client, path: str
) -> None:
    assert sign_in(cast.hanna).get(f"/desk/articles/{path}").status_code == 404
    assert sign_in(cast.ines).post(f"/desk/articles/{path}").status_code == 404
    assert client.get(f"/desk/articles/{path}").url.startswith("/accounts/login/")


def test_what_is_saved_is_what_readers_see_and_the_version_says_who_and_why(sam: Client, packing: Article) -> None:
    assert save(sam, packing, "Wrap it twice.").status_code == 302
    assert "Wrap it twice." in sam.get("/support/packing/").content.decode()
    version = Version.objects.of_article(packing).first()
    assert version
    assert (version.number, version.by.name, version.why_words) == (2, "Sam", "Clearer")  # type: ignore[union-attr]
    page = sam.get(address(packing, "versions/")).content.decode()
    assert "Clearer" in page
    assert "Taken in" in page


def test_the_same_words_make_no_version_however_often_they_are_sent(sam: Client, packing: Article) -> None:
    save(sam, packing, "Wrap it twice.")
    save(sam, packing, "Wrap it twice.")
    assert Version.objects.of_article(packing).count() == 2


def test_the_second_of_two_is_told_and_keeps_their_words(sam: Client, packing: Article) -> None:
    save(sam, packing, "Wrap it twice.")
    answer = save(sam, packing, "Wrap it <thrice>.", seen=1)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody changed this article while you were writing" in page
    assert "Sam" in page
    assert "Wrap it &lt;thrice&gt;." in page
    assert '<tr class="line-gone"><td class="sign">' in squeezed(page)
    assert 'name="seen" value="2"' in page
    assert "twice" in sam.get("/support/packing/").content.decode()
    assert save(sam, packing, "Wrap it <thrice>.", seen=2).status_code == 302


def test_what_cannot_be_shown_is_not_saved_and_the_line_is_named(sam: Client, packing: Article) -> None:
    answer = save(sam, packing, "{% if nonsense %}")
    assert answer.status_code == 422
    assert "This cannot be shown: its Liquid: {% if %} is opened and never closed (line 7)." in answer.content.decode()
    assert "{% if nonsense %}" in answer.content.decode()
    assert save(sam, packing, "Text", why=" ").status_code == 422
    assert Version.objects.of_article(packing).count() == 1


def test_the_preview_shows_what_readers_would_see_and_what_is_wrong_with_it(sam: Client, packing: Article) -> None:
    sent = {"source": SOURCE + "Decline within 48 hours. [x](gone.md) <script>alert(1)</script>", "seen": 1, "why": ""}
    part = sam.post(address(packing, "preview/"), sent, headers={"hx-request": "true"}).content.decode()
    assert part.strip().startswith('<section class="preview" id="preview"')
    assert "it says “48 hours”, and the policy 72 hours (decline_window_hours)" in part
    assert "the link “gone.md” leads nowhere" in part
    assert "<script" not in part
    whole = sam.post(address(packing, "preview/"), sent).content.decode()
    assert "Decline within 48 hours." in whole
    assert "<html" in whole
    assert Version.objects.of_article(packing).count() == 1


def test_an_older_version_can_be_gone_back_to_and_nothing_is_lost(sam: Client, packing: Article) -> None:
    save(sam, packing, "Wrap it twice.")
    page = sam.get(address(packing, "versions/1/")).content.decode()
    assert "Wrap it once." in page
    assert sam.post(address(packing, "versions/1/"), {"seen": 1}).status_code == 409
    assert sam.post(address(packing, "versions/1/"), {"seen": 2}).status_code == 302
    assert "Wrap it once." in sam.get("/support/packing/").content.decode()
    assert [one.why_words for one in Version.objects.of_article(packing)] == [
        "Back to version 1",
        "Clearer",
        "Taken in",
    ]
    assert sam.get(address(packing, "versions/9/")).status_code == 404


def test_the_database_refuses_to_change_or_delete_a_version(packing: Article) -> None:
    for statement in ("UPDATE article_version SET source = ''", "DELETE FROM article_version"):
        with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_new_article_gets_its_address_from_its_title(sam: Client) -> None:
    sent = {"source": SOURCE.replace("Packing", "Packing, and more") + "Text", "why": "Asked for often", "slug": ""}
    assert sam.post("/desk/articles/new/", sent).status_code == 302
    assert sam.get("/support/packing-and-more/").status_code == 200
    again = sam.post("/desk/articles/new/", sent)
    assert again.status_code == 422
    assert "Another article is at /support/packing-and-more/" in again.content.decode()


def test_an_article_is_retired_points_on_and_comes_back(sam: Client, client: Client, packing: Article) -> None:
    sam.post(address(packing, "retire/"), {"read_instead": "/support/declining-an-order/"})
    answer = client.get("/support/packing/")
    assert answer.status_code == 410
    assert 'href="/support/declining-an-order/"' in answer.content.decode()
    assert "Packing" in sam.get("/desk/articles/?tab=retired").content.decode()
    sam.post(address(packing, "back/"))
    assert client.get("/support/packing/").status_code == 200


def test_what_was_edited_here_is_not_overwritten_by_its_file(sam: Client, tmp_path: Path) -> None:
    write_file(tmp_path, "packing.md", SOURCE + "From the file.")
    run(tmp_path)
    article = Article.objects.get(slug="packing")
    save(sam, article, "From the desk.")
    said, _, _ = run(tmp_path)
    assert "unchanged  /support/packing/" in said
    write_file(tmp_path, "packing.md", SOURCE + "From the file, later.")
    said, _, _ = run(tmp_path)
    assert "waiting    /support/packing/  support has edited it here" in said
    assert "From the desk." in sam.get("/support/packing/").content.decode()
    page = sam.get(address(article)).content.decode()
    assert "Edited in its file." in page
    assert ">Edited in file</span>" in sam.get("/desk/articles/?tab=waiting").content.decode()
    sam.post(address(article, "waiting/"), {"take": "yes"})
    assert "From the file, later." in sam.get("/support/packing/").content.decode()
    assert "unchanged" in run(tmp_path)[0]


def test_words_of_the_file_that_were_left_do_not_come_again(sam: Client, tmp_path: Path) -> None:
    write_file(tmp_path, "packing.md", SOURCE + "From the file.")
    run(tmp_path)
    article = Article.objects.get(slug="packing")
    save(sam, article, "From the desk.")
    write_file(tmp_path, "packing.md", SOURCE + "From the file, later.")
    run(tmp_path)
    sam.post(address(article, "waiting/"), {"take": "no"})
    assert "unchanged" in run(tmp_path)[0]
    assert "From the desk." in sam.get("/support/packing/").content.decode()


def test_what_was_typed_survives_the_end_of_the_session(cast: Cast, packing: Article) -> None:
    client = after_the_session(cast.sam)
    long = "Wrap it. " * 8000
    answer = client.post(address(packing), {"source": SOURCE + long, "seen": 1, "why": "Clearer"})
    assert answer.url.startswith("/accounts/login/")
    client.post("/accounts/login/", {"login": cast.sam.email, "password": "demo"})
    page = client.get(address(packing)).content.decode()
    assert "What you wrote is still here" in page
    assert long.strip() in page


def test_the_list_names_every_article_that_contradicts_the_policy(sam: Client, packing: Article) -> None:
    assert "Every number is the policy’s" in sam.get("/desk/articles/?tab=contradict").content.decode()
    save(sam, packing, "You can cancel for three days.\n\nCancel within\n48 hours of the order.")
    page = sam.get("/desk/articles/?tab=contradict").content.decode()
    assert (
        "it says “48 hours”, and the policy 72 hours (decline_window_hours): “Cancel within 48 hours of the order.”"
        in page
    )
    assert "three days" not in page


def test_the_list_counts_each_answer_once_and_says_who_wrote_the_newest_version(sam: Client, packing: Article) -> None:
    assert Article.objects.for_list().get(pk=packing.pk).changed_by is None, "by its file"
    for words in ("Wrap it twice.", "Wrap it thrice."):
        packing.refresh_from_db()
        save(sam, packing, words)
    Vote.objects.bulk_create(
        Vote(article=packing, voter=f"reader {n}", helpful=n < 2, version=1, at=database_now()) for n in range(3)
    )
    listed = Article.objects.for_list().get(pk=packing.pk)
    assert (listed.helped, listed.did_not_help, listed.changed_by) == (2, 1, "Sam")
    page = sam.get("/desk/articles/").content.decode()
    assert "2 yes, 1 no" in page
