/* Asks how far the work is, ever more slowly and only while the page is seen; without it a link loads the page again. */
(() => {
  const place = document.querySelector("[data-progress-url]");
  if (!place) return;
  const bar = place.querySelector("progress");
  const words = place.querySelector("[role=status]");
  let stage = null;
  let wait = 700;

  const later = () => {
    wait = Math.min(wait * 1.3, 6000);
    setTimeout(ask, wait);
  };

  async function ask() {
    if (document.hidden) {
      document.addEventListener("visibilitychange", ask, { once: true });
      return;
    }
    try {
      const answer = await fetch(place.dataset.progressUrl, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const state = await answer.json();
      if (!state.waiting || (stage !== null && stage !== state.stage)) {
        location.reload();
        return;
      }
      stage = state.stage;
      if (state.percent === null) bar.removeAttribute("value");
      else bar.value = state.percent;
      if (words.textContent !== state.words) words.textContent = state.words;
    } catch {
      wait = Math.max(wait, 3000);
    }
    later();
  }

  setTimeout(ask, wait);
})();
