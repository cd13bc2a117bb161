/** What other packages may use of this program: nothing but `./replay`. */
export {};
