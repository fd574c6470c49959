// Asks the workspace to do something, as the person that the page is looked at by.

const WRONG = {
  unknown_command: (answer) => `${answer.command} is not a valid command.`,
  no_text: () => "There is nothing to send.",
  is_archived: () => "This channel is archived.",
  user_not_found: () => "There is nobody of that name here.",
  interactivity_disabled: () => "This app takes no clicks: its manifest has interactivity disabled.",
  view_not_answered: (answer) => `We had some trouble connecting. Try again? (${answer.detail})`,
  invalid_view: (answer) => `The app answered with a view that Slack would refuse: ${answer.errors}`,
};

export const $ = (id) => document.getElementById(id);
export const facts = () => JSON.parse(document.body.dataset.facts);

export async function post(path, body) {
  const { user, channel } = document.body.dataset;
  const answer = await fetch(`/_control/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ user, channel, ...body }),
  });
  return answer.json();
}

// Says beside `place` (a composer, a modal) what went wrong, or takes back what was said.
export function complain(answer, place) {
  const spot = (place ?? $("modal") ?? $("main")).querySelector(".trouble") ?? $("stopped");
  const known = WRONG[answer.error];
  spot.textContent = answer.ok ? "" : known ? known(answer) : `That did not work: ${answer.detail || answer.error}`;
  if (spot === $("stopped")) spot.hidden = answer.ok;
}
