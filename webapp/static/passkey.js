// Passkeys: what the page offers goes to the browser, and what it makes goes back with the form.
const field = document.getElementById("passkey");
const form = document.getElementById("account-form");
const asked = document.getElementById("with-passkey");
const explained = document.getElementById("without-script");
const known = "PublicKeyCredential" in self && "parseCreationOptionsFromJSON" in PublicKeyCredential;

async function fill(promise) {
  try {
    field.value = JSON.stringify(await promise);
  } catch {
    field.value = "";
  }
  form.submit();
}

if (known && asked) {
  asked.hidden = false;
  asked.firstElementChild.addEventListener("click", () => {
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(asked.dataset.use));
    fill(navigator.credentials.get({ publicKey }));
  });
}
if (known && field.dataset.make) {
  explained.hidden = true;
  form.addEventListener("submit", (event) => {
    if (event.submitter && event.submitter.name) return;
    event.preventDefault();
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(JSON.parse(field.dataset.make));
    fill(navigator.credentials.create({ publicKey }));
  });
}
