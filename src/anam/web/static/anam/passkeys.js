// Passkeys: shown where the browser has them, and what is said where it made none. The rest is django-allauth's.

const trouble = document.querySelector("[data-passkey-trouble]");

if (window.PublicKeyCredential) {
  for (const element of document.querySelectorAll("[data-passkey]")) element.hidden = false;
} else if (trouble) {
  trouble.hidden = false;
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  if (!trouble) return;
  trouble.hidden = false;
  trouble.textContent = trouble.dataset.passkeyTrouble;
});
