// For every drawing: gives what takes a click on `index`. Clicks belong to `shown` as long as it shows `what`.
function everyClick(shown, what, counted, send) {
  shown.clicks = shown.what === what ? shown.clicks.filter(([serial]) => serial > counted) : [];
  shown.what = what;
  return (index) => {
    const last = shown.clicks.at(-1)?.[0] ?? counted;
    shown.clicks.push([Math.max(Date.now(), last + 1), index]);
    send(shown.clicks);
  };
}
