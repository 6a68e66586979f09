// The same four questions by @neo4j/graphql behind Apollo Server, set up as its own documents say.
// Prints its address when it listens. Everything it needs comes from the environment.

import { readFileSync } from "node:fs";
import { ApolloServer } from "@apollo/server";
import { startStandaloneServer } from "@apollo/server/standalone";
import { Neo4jGraphQL } from "@neo4j/graphql";
import neo4j from "neo4j-driver";

const typeDefs = readFileSync(new URL("./types.graphql", import.meta.url), "utf-8");
const driver = neo4j.driver(
  process.env.BENCH_URI,
  neo4j.auth.basic(process.env.BENCH_USER, process.env.BENCH_PASSWORD),
);
const schema = await new Neo4jGraphQL({ typeDefs, driver }).getSchema();
const server = new ApolloServer({ schema, introspection: false });
const { url } = await startStandaloneServer(server, {
  listen: { host: "127.0.0.1", port: Number(process.env.BENCH_PORT) },
  context: async () => ({ sessionConfig: { database: process.env.BENCH_DATABASE } }),
});
console.log(url);
