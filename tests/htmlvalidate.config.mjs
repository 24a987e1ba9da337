// The rules of html-validate, and why some of them are changed.
export default {
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    // The HTML Standard takes either case, and its own examples are in lower case.
    "doctype-style": ["error", { style: "lowercase" }],
    // Templates leave blanks at the ends of lines; no reader sees them and compression eats them.
    "no-trailing-whitespace": "off",
    // Several ticks, or several lines of one list, are sent under one name on purpose.
    "form-dup-name": "off",
    // A title holds an employer's own headline, which may be long.
    "long-title": "off",
  },
};
