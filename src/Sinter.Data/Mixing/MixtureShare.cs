namespace Sinter.Data.Mixing;

/// <summary>A source, or a group of one, as tables, pages and records show it.</summary>
/// <param name="Name">The name of the source, with the group behind a slash.</param>
/// <param name="Available">What there is of it, in the unit of the mixture.</param>
/// <param name="Wanted">Its share as weights and shares ask for it, from 0 to 1.</param>
/// <param name="Got">Its share of what is taken, from 0 to 1.</param>
/// <param name="Amount">What is taken of it, in the unit of the mixture.</param>
/// <param name="Documents">The documents that are taken, copies counted.</param>
/// <param name="Epochs">How often it is read.</param>
/// <param name="IsExhausted">Whether it ran out.</param>
public sealed record MixtureShare(string Name, long Available, double Wanted, double Got, long Amount, long Documents, double Epochs, bool IsExhausted)
{
    /// <summary>The shares of the sources.</summary>
    public static IReadOnlyList<MixtureShare> OfSources(MixtureSpec spec, MixturePlan plan) =>
        [.. spec.Sources.Select((source, i) => Of(source.Name, plan, [.. plan.Parts.Where(part => part.Source == i)]))];

    /// <summary>The shares of the groups of all sources that are parted; empty where none is.</summary>
    public static IReadOnlyList<MixtureShare> OfGroups(MixtureSpec spec, MixturePlan plan) =>
        [.. plan.Parts.Where(part => spec.Sources[part.Source].GroupBy is not null).Select(part => Of($"{spec.Sources[part.Source].Name}/{(part.Group.Length == 0 ? "-" : part.Group)}", plan, [part]))];

    private static MixtureShare Of(string name, MixturePlan plan, IReadOnlyList<MixturePart> parts)
    {
        var (asked, got) = (plan.Parts.Sum(static part => part.Asked), (double)plan.Parts.Sum(static part => part.Got));
        var (available, amount) = (parts.Sum(part => part.Size(plan.Unit)), parts.Sum(static part => part.Got));
        return new MixtureShare(
            name,
            available,
            asked > 0 ? parts.Sum(static part => part.Asked) / asked : 0,
            got > 0 ? amount / got : 0,
            amount,
            parts.Sum(static part => part.TakenDocuments),
            available > 0 ? (double)amount / available : 0,
            parts.Any(static part => part.IsExhausted));
    }
}
