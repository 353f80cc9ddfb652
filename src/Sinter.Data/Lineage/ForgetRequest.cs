namespace Sinter.Data.Lineage;

/// <summary>What is to be forgotten.</summary>
/// <param name="Ids">The ids of documents; their copies and parts (<see cref="DocumentFamily"/>), what was made of them and what was dropped as their duplicates go with them.</param>
/// <param name="Match">A text: every document that holds it goes; null for none. It is compared letter by letter.</param>
public sealed record ForgetRequest(IReadOnlyList<string> Ids, string? Match)
{
    /// <summary>A searched text of fewer characters would be found everywhere.</summary>
    public const int LeastMatch = 3;

    /// <summary>Checks it.</summary>
    /// <exception cref="ArgumentException">There is nothing to forget, or what there is would be found everywhere.</exception>
    public void Check()
    {
        if (Ids.Count == 0 && Match is null)
        {
            throw new ArgumentException("Nothing is named to be forgotten; give the id of a document or --match TEXT.");
        }

        if (Ids.Any(static id => string.IsNullOrWhiteSpace(id)))
        {
            throw new ArgumentException("An id is empty; give the id as the data have it.");
        }

        if (Match is not null && Match.Trim().Length < LeastMatch)
        {
            throw new ArgumentException($"The text to match has fewer than {LeastMatch} characters, so it would be found everywhere; give a longer one.");
        }
    }
}
