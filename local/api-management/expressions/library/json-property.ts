/** A name and its value in a JObject, as `Properties()` and `Property(name)` give them. */
export class JsonProperty {
  readonly name: string;
  readonly value: unknown;
  /** Absent while it is in no object. */
  readonly owner: Record<string, unknown> | undefined;
  constructor(name: string, value: unknown, owner?: Record<string, unknown>) {
    this.name = name;
    this.value = value;
    this.owner = owner;
  }
  toString(): string {
    return `${JSON.stringify(this.name)}: ${JSON.stringify(this.value, null, 2)}`;
  }
}
