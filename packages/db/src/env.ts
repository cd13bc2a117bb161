/**
 * The only file of this package that reads the environment; used by the `migrate` program alone.
 */
export function readDatabaseUrl(): string {
  const url = process.env.DATABASE_URL;
  if (url === undefined || url === "") throw new Error("DATABASE_URL is not set");
  if (!/^postgres(ql)?:/.test(url) || !URL.canParse(url)) {
    throw new Error(
      "DATABASE_URL must be an address like postgresql://user:password@host:5432/name",
    );
  }
  return url;
}
