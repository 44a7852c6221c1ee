// − and + beside a number: by its own step, from its least to its most, as the field itself would.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-step]");
  const field = button?.parentElement.querySelector("input[type=number]");
  if (!field) return;
  if (button.dataset.step > 0) field.stepUp();
  else field.stepDown();
  field.dispatchEvent(new Event("change", { bubbles: true }));
});
