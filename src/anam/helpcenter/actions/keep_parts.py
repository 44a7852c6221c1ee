import hashlib
from collections.abc import Iterator

from anam.helpcenter.addresses import address_of
from anam.helpcenter.folder import Folder
from anam.helpcenter.models import FolderFile, Picture
from anam.helpcenter.pictures import LARGEST_FILE, NoPicture, shown
from anam.helpcenter.reading import Unreadable


def keep_parts(parts: dict[str, str]) -> bool:
    """Keep the files that articles are made with, and only these. The answer: whether anything changed."""
    known = dict(FolderFile.objects.values_list("path", "source"))
    if known == parts:
        return False
    FolderFile.objects.exclude(path__in=parts).delete()
    for path, source in parts.items():
        if known.get(path) != source:
            FolderFile.objects.update_or_create(path=path, defaults={"source": source})
    return True


def keep_pictures(folder: Folder) -> Iterator[tuple[str, str]]:
    """Keep the folder's pictures, each made anew; the answer names those that cannot be shown, and why.

    A picture that is in the folder no more stays: an article's older version may show it.
    """
    known = dict(Picture.objects.values_list("path", "digest"))
    for file in folder.pictures:
        path = address_of(file)
        if not path:
            yield file, "its name is no address"
            continue
        try:
            content = folder.content(file, LARGEST_FILE)
            digest = hashlib.sha256(content).hexdigest()
            if known.get(path) == digest:
                continue
            made = shown(content)
        except (NoPicture, Unreadable) as why:
            yield file, str(why)
            continue
        facts = {
            "name": made.name,
            "kind": made.kind,
            "content": made.content,
            "width": made.width,
            "height": made.height,
            "digest": digest,
        }
        Picture.objects.update_or_create(path=path, defaults=facts)
