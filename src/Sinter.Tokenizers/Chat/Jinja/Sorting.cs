namespace Sinter.Tokenizers.Jinja;

/// <summary>Sorts values by Python's order.</summary>
internal static class Sorting
{
    /// <summary>The items sorted by their keys; those with equal keys stay in order.</summary>
    /// <exception cref="ChatTemplateException">Two keys have no order.</exception>
    public static T[] By<T>(RenderLimits limits, IEnumerable<T> items, Func<T, object?> key, bool reverse)
    {
        // What is equal needs no order.
        var order = Comparer<object?>.Create((left, right) => Values.AreEqual(limits, left, right) ? 0 : Values.Compare(limits, left, right));
        try
        {
            return reverse ? [.. items.OrderByDescending(key, order)] : [.. items.OrderBy(key, order)];
        }
        catch (InvalidOperationException error) when (error.InnerException is ChatTemplateException)
        {
            // A fault in a comparison comes wrapped.
            throw error.InnerException;
        }
    }
}
