namespace Sinter.Data.Bias;

/// <summary>The words that name a group of people: <c>gender</c>, <c>female</c>, <c>she, woman, ...</c></summary>
/// <param name="Set">What the group is one of: gender, age, religion.</param>
/// <param name="Name">The group.</param>
/// <param name="Terms">Its words in lower case; each is one word, which may have hyphens and apostrophes.</param>
public sealed record TermGroup(string Set, string Name, IReadOnlyList<string> Terms)
{
    /// <summary>The set and the name: <c>gender/female</c>.</summary>
    public string FullName => $"{Set}/{Name}";
}
