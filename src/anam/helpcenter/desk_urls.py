from django.urls import path

from anam.helpcenter.views import desk, editor, endings, versions

urlpatterns = [
    path("", desk.articles, name="desk-articles"),
    path("new/", editor.new, name="desk-article-new"),
    path("new/preview/", editor.preview_new, name="desk-article-new-preview"),
    path("<int:pk>/", editor.edit, name="desk-article"),
    path("<int:pk>/preview/", editor.preview, name="desk-article-preview"),
    path("<int:pk>/versions/", versions.versions, name="desk-article-versions"),
    path("<int:pk>/versions/<int:number>/", versions.version, name="desk-article-version"),
    path("<int:pk>/retire/", endings.retire_article, name="desk-article-retire"),
    path("<int:pk>/back/", endings.bring_article_back, name="desk-article-back"),
    path("<int:pk>/waiting/", endings.waiting, name="desk-article-waiting"),
]
