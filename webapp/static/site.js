// The language links take along what stands in the search form and has not been sent yet.
addEventListener("click", (event) => {
  const link = event.target.closest("#languages a");
  const form = document.querySelector("form.search");
  if (!link || !form) return;
  const url = new URL(link.href);
  for (const { name, value } of form.elements) {
    const typed = value.trim();
    if (!name || typed === (url.searchParams.get(name) || "").trim()) continue;
    url.searchParams.delete("page");
    if (typed) url.searchParams.set(name, typed);
    else url.searchParams.delete(name);
  }
  link.href = url.href;
});
