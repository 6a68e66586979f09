// Starts GraphiQL with the saved questions as its tabs. Nothing is kept in the browser: answers
// and questions may be personal.
(async () => {
  const kept = new Map();
  const storage = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
    clear: () => kept.clear(),
    get length() {
      return kept.size;
    },
  };
  const answer = await fetch("/graphiql/examples");
  const saved = answer.ok ? await answer.json() : [];
  const first = { query: "{\n  viewer {\n    login\n    role\n  }\n}\n" };
  const tabs = [first, ...saved.map(({ query, variables }) => ({ query, variables }))];
  const element = React.createElement(GraphiQL, {
    fetcher: GraphiQL.createFetcher({ url: "/graphql" }),
    defaultTabs: tabs,
    defaultQuery: first.query,
    shouldPersistHeaders: false,
    storage,
  });
  ReactDOM.createRoot(document.getElementById("graphiql")).render(element);
})();
