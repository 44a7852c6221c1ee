from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "anam.catalog"

    def ready(self) -> None:
        """A new maker has a storefront. Who does not find the pictures says so."""
        from anam.catalog.actions.open_storefront import open_storefront
        from anam.catalog.sent_pictures import missing_pictures
        from anam.people.listeners import hear_of_new_makers
        from anam.web.readiness import warn_of

        hear_of_new_makers(open_storefront)
        warn_of(missing_pictures)
