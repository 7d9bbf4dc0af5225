/** Looks of the browser's own progress bar, the same in each browser. */
export const progressClass =
  "h-2 w-full appearance-none overflow-hidden rounded-full bg-sunken " +
  "[&::-moz-progress-bar]:bg-primary [&::-webkit-progress-bar]:bg-sunken " +
  "[&::-webkit-progress-value]:bg-primary";
