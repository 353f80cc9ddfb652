namespace Sinter.Data.Tuning;

/// <summary>Records in two parts that share no input.</summary>
/// <typeparam name="T">The kind of the records.</typeparam>
/// <param name="Train">What is learned from, in the order in which it was given.</param>
/// <param name="HeldOut">What is measured on, in the order in which it was given.</param>
public sealed record SplitRecords<T>(IReadOnlyList<T> Train, IReadOnlyList<T> HeldOut)
    where T : TaskRecord;
