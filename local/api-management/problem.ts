/** What is wrong with a folder of API Management files. All problems are collected and reported at once. */

export interface Problem {
  /** Relative to the folder. */
  file: string;
  /** Starting at 1; absent when the whole file is meant. */
  line?: number;
  /** What is wrong, and how to mend it. */
  message: string;
}

export const describeProblem = ({ file, line, message }: Problem): string =>
  `${file}${line === undefined ? '' : `:${line}`}: ${message}`;

/** The folder cannot be executed. */
export class FolderError extends Error {
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(problems.map(describeProblem).join('\n'));
    this.problems = problems;
  }
}

/** Collects problems so that one bad file does not hide the others. */
export interface Problems {
  readonly list: Problem[];
  add(file: string, line: number | undefined, message: string): void;
  throwIfAny(): void;
}

export const collectProblems = (): Problems => {
  const list: Problem[] = [];
  return {
    list,
    add: (file, line, message) => void list.push(line === undefined ? { file, message } : { file, line, message }),
    throwIfAny: () => {
      // One fragment or API is compiled in several places, each of which finds its problems.
      const distinct = new Map(list.map((problem) => [describeProblem(problem), problem]));
      if (distinct.size) throw new FolderError([...distinct.values()]);
    },
  };
};
