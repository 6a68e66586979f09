// The curve of open gaps by scan, drawn from the table below it; without this file the table is all.
"use strict";

(() => {
  const place = document.getElementById("chart");
  const rows = [...document.querySelectorAll("section[aria-labelledby=scans] tr[data-at]")].reverse();
  if (!place || !window.uPlot || rows.length < 2) return;

  const data = [rows.map((row) => Number(row.dataset.at)), rows.map((row) => Number(row.dataset.gaps))];
  const day = (seconds) => new Date(seconds * 1000).toLocaleDateString("ru", { day: "2-digit", month: "2-digit", year: "2-digit" });
  const told = `Кривая: открыто ${data[1][0]} — ${day(data[0][0])}, ${data[1].at(-1)} — ${day(data[0].at(-1))}`;

  place.hidden = false;
  place.setAttribute("role", "img");
  place.setAttribute("aria-label", told);
  const options = {
    width: place.clientWidth,
    height: 240,
    legend: { show: false },
    cursor: { drag: { x: false, y: false } },
    scales: { y: { range: (_, __, most) => [0, Math.max(1, Math.ceil(most * 1.1))] } },
    axes: [
      { values: (_, splits) => splits.map(day), space: 90, grid: { stroke: "#e4e8eb" } },
      { size: 56, grid: { stroke: "#e4e8eb" }, values: (_, splits) => splits.map((n) => (Number.isInteger(n) ? n.toLocaleString("ru") : "")) },
    ],
    series: [{}, { label: "Открыто", stroke: "#a4161a", width: 2, points: { show: true, size: 6, fill: "#a4161a" } }],
  };
  const chart = new window.uPlot(options, data, place);
  new ResizeObserver(() => chart.setSize({ width: place.clientWidth, height: 240 })).observe(place);
})();
