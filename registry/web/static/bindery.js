/* The one thing that needs a script and no server: copying what stands in a code block. Without it there is no button. */
(() => {
  "use strict";
  const offer = (block) => {
    if (!navigator.clipboard || block.querySelector("button")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "second";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(block.querySelector("pre").textContent.trim());
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy"; }, 1500);
    });
    block.append(button);
  };
  const offerAll = () => document.querySelectorAll(".code[data-copy]").forEach(offer);
  document.addEventListener("DOMContentLoaded", offerAll);
  document.addEventListener("htmx:after:swap", offerAll);
})();
