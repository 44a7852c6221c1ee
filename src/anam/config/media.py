"""Where pictures of products are kept: in a folder, or in a store that speaks S3. Read for settings.py."""

import os
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

S3 = "s3://"


def storage(home: Path) -> dict[str, Any]:
    """Django's storage for what ANAM_MEDIA says. Keys, region and address of an S3 are the AWS_… of its library."""
    where = os.environ.get("ANAM_MEDIA") or str(home / "media")
    if not where.startswith(S3):
        if "://" in where:
            raise ImproperlyConfigured(f"ANAM_MEDIA is {where}; it must be a folder, or begin with {S3}.")
        options = {"location": str(Path(where).absolute()), "allow_overwrite": True}
        return {"BACKEND": "anam.media.folder.Folder", "OPTIONS": options}
    bucket, _, prefix = where.removeprefix(S3).partition("/")
    if not bucket:
        raise ImproperlyConfigured(f"ANAM_MEDIA is {where}; it must name a bucket, as in {S3}pictures.")
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": _s3(bucket, prefix.strip("/"))}


def _s3(bucket: str, prefix: str) -> dict[str, Any]:
    from botocore.config import Config  # large, and of use to nobody else

    # Stores other than Amazon's seldom have a name for each bucket.
    style = "path" if os.environ.get("AWS_ENDPOINT_URL") else "auto"
    patience = {"connect_timeout": 5, "read_timeout": 20, "retries": {"max_attempts": 2}}
    return {
        "bucket_name": bucket,
        "location": prefix,
        "file_overwrite": True,
        "querystring_auth": False,
        "client_config": Config(s3={"addressing_style": style}, **patience),
    }
