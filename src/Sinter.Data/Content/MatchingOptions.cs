namespace Sinter.Data.Content;

/// <summary>Which texts are one word to a search. Case never matters, nor whether an i has its dot, so that Turkish and other texts in capitals are found.</summary>
/// <param name="Compatibility">Whether wide, narrow, circled and other forms of a character are that character (NFKC, character by character).</param>
/// <param name="Disguises">Whether common disguises of letters are those letters: <c>@ 4</c> a, <c>3</c> e, <c>1 !</c> i, <c>0</c> o, <c>$ 5</c> s, <c>7</c> t.</param>
/// <param name="RepeatedLetters">Whether three or more of one letter in a row are one or two of it.</param>
public readonly record struct MatchingOptions(bool Compatibility = false, bool Disguises = false, bool RepeatedLetters = false);
