namespace Sinter.Data.Privacy;

/// <summary>What is done with each kind of personal data.</summary>
public sealed class PersonalPolicy
{
    private const string Others = "*";

    private static readonly Dictionary<string, PersonalAction> Names = Enum.GetValues<PersonalAction>().ToDictionary(static action => action.ToString().ToLowerInvariant(), StringComparer.Ordinal);

    private readonly Dictionary<string, PersonalAction> _actions;
    private readonly PersonalAction _others;

    /// <summary>The same for all kinds.</summary>
    public PersonalPolicy(PersonalAction others)
        : this([], others)
    {
    }

    private PersonalPolicy(Dictionary<string, PersonalAction> actions, PersonalAction others)
    {
        _actions = actions;
        _others = others;
    }

    /// <summary>Masks all kinds.</summary>
    public static PersonalPolicy Mask { get; } = new(PersonalAction.Mask);

    /// <summary>Whether any kind is replaced by a pseudonym, for which a key is needed.</summary>
    public bool NeedsKey => _others == PersonalAction.Pseudonym || _actions.ContainsValue(PersonalAction.Pseudonym);

    /// <summary>What is done with a kind.</summary>
    public PersonalAction this[string kind] => _actions.GetValueOrDefault(kind, _others);

    /// <summary>
    /// Reads a policy: one word for all kinds (<c>mask</c>), or kinds and words with commas between, <c>*</c> for all others: <c>email=pseudonym,phone=mask,*=tag</c>. Kinds that are not
    /// named are masked where no <c>*</c> stands; <c>nationalId</c> stands for those of all countries.
    /// </summary>
    /// <exception cref="ArgumentException">A word is no action, or a name no kind, or one kind is named twice.</exception>
    public static PersonalPolicy Parse(string text)
    {
        if (!text.Contains('=', StringComparison.Ordinal))
        {
            return new PersonalPolicy(ActionOf(text.Trim()));
        }

        var actions = new Dictionary<string, PersonalAction>(StringComparer.Ordinal);
        PersonalAction? others = null;
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, word) = part.Split('=', StringSplitOptions.TrimEntries) is [var left, var right] ? (left, right)
                : throw new ArgumentException($"'{part}' of a policy is not a kind, an equals sign and what to do, such as email=mask.");
            var action = ActionOf(word);
            if (name == Others)
            {
                others = others is null ? action : throw new ArgumentException("A policy says twice what to do with other kinds (*).");
                continue;
            }

            foreach (var kind in PersonalDataFinder.Expand([name], PersonalDataFinder.AllKinds))
            {
                if (!actions.TryAdd(kind, action))
                {
                    throw new ArgumentException($"A policy names the kind '{kind}' twice.");
                }
            }
        }

        return new PersonalPolicy(actions, others ?? PersonalAction.Mask);
    }

    private static PersonalAction ActionOf(string word) => Names.TryGetValue(word, out var action) ? action
        : throw new ArgumentException($"'{word}' of a policy is nothing to do with personal data; expected {string.Join(", ", Names.Keys.Order(StringComparer.Ordinal))}, or kinds as in email=pseudonym,*=mask.");
}
