"use strict";
// Starts textual-serve's terminal once its font is there, and lends fingers what they lack: keys and a wheel.

const COLUMNS = 44; // that a phone held upright shall show at least
const LETTER = 0.6; // width of a letter by its height, in Roboto Mono
const SIZES = { least: 9, most: 16 }; // pixels
const FONT_PATIENCE = 2000; // milliseconds

const terminal = document.getElementById("terminal");

function fitFont() {
  const fitting = Math.floor(window.innerWidth / (COLUMNS * LETTER));
  terminal.dataset.fontSize = Math.min(SIZES.most, Math.max(SIZES.least, fitting));
}

function whenConnected(then) {
  const watch = new MutationObserver(() => {
    if (terminal.classList.contains("-connected")) {
      watch.disconnect();
      then();
    }
  });
  watch.observe(terminal, { attributeFilter: ["class"] });
}

function takeKeys() {
  new ResizeObserver(() => window.onresize()).observe(terminal);
  const typed = document.querySelector(".xterm-helper-textarea");
  if (matchMedia("(pointer: coarse)").matches) {
    typed.inputMode = "none"; // or the phone's keyboard would come up at every touch
  } else {
    typed.focus();
  }
}

function startTerminal() {
  const script = document.createElement("script");
  script.src = "/static/js/textual.js";
  script.onload = () => {
    whenConnected(takeKeys); // before that the script fails at every key
    window.onload(); // set by the script just now; the page itself has long been loaded
  };
  document.head.append(script);
}

function pressKey(key, code) {
  const typed = document.querySelector(".xterm-helper-textarea");
  typed.dispatchEvent(new KeyboardEvent("keydown", { key, keyCode: code, bubbles: true, cancelable: true }));
}

function toggleKeyboard() {
  const typed = document.querySelector(".xterm-helper-textarea");
  typed.inputMode = typed.inputMode === "none" ? "text" : "none";
  typed.blur(); // a phone looks at the mode only when the field is entered
  typed.focus();
}

function offerKeys() {
  for (const button of document.querySelectorAll("#keys button")) {
    button.addEventListener("mousedown", (event) => event.preventDefault()); // the terminal keeps the keys
  }
  for (const button of document.querySelectorAll("#keys [data-key]")) {
    button.addEventListener("click", () => pressKey(button.dataset.key, Number(button.dataset.code)));
  }
  document.getElementById("keyboard").addEventListener("click", toggleKeyboard);
}

function scrollByFinger() {
  const step = 24; // pixels of a finger's way for one turn of the wheel
  let last = null;
  terminal.addEventListener("touchstart", (event) => {
    last = event.touches.length === 1 ? event.touches[0].clientY : null;
  }, { passive: true });
  terminal.addEventListener("touchmove", (event) => {
    const touch = event.touches[0];
    const screen = document.querySelector(".xterm-screen");
    while (last !== null && Math.abs(last - touch.clientY) >= step) {
      const way = Math.sign(last - touch.clientY) * step;
      last -= way;
      screen.dispatchEvent(new WheelEvent("wheel", {
        deltaY: way, clientX: touch.clientX, clientY: touch.clientY, bubbles: true, cancelable: true,
      }));
    }
  }, { passive: true });
}

async function begin() {
  terminal.dataset.sessionWebsocketUrl = `${location.origin.replace(/^http/, "ws")}/ws`;
  fitFont();
  offerKeys();
  scrollByFinger();
  document.getElementById("again").addEventListener("click", () => location.reload());
  const fonts = ["16px", "bold 16px"].map((font) => document.fonts.load(`${font} "Roboto Mono"`));
  const patience = new Promise((resolve) => setTimeout(resolve, FONT_PATIENCE));
  await Promise.race([Promise.allSettled(fonts), patience]);
  startTerminal();
}

window.addEventListener("load", begin);
