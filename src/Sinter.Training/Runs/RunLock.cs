using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Sinter.Training.Runs;

/// <summary>
/// Keeps a run folder to one process: held from <see cref="Acquire"/> until disposed. The operating system owns the lock, so that it
/// ends with its process, however that dies; a file beside it only names the owner for the sentence that others read.
/// </summary>
public sealed class RunLock : IDisposable
{
    private const string OwnerSuffix = ".owner";
    private readonly FileStream _held;
    private readonly string _owner;

    private RunLock(FileStream held, string owner)
    {
        _held = held;
        _owner = owner;
    }

    /// <summary>Takes the folder of <paramref name="run"/>, which is made where it is missing.</summary>
    /// <exception cref="IOException">Another process works in this folder (the message names it), or the folder cannot be written.</exception>
    public static RunLock Acquire(RunFolder run)
    {
        ArgumentNullException.ThrowIfNull(run);
        Directory.CreateDirectory(run.Root);
        var owner = run.Lock + OwnerSuffix;
        FileStream held;
        try
        {
            held = new FileStream(run.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException fault) when (FileInUse.Is(fault))
        {
            throw new IOException($"The run folder '{run.Root}' is in use by {ReadOwner(owner)}; wait until it ends, or choose another folder with --out.", fault);
        }

        try
        {
            RunJson.Write(owner, Owner.OfThisProcess());
        }
        catch
        {
            held.Dispose();
            throw;
        }

        return new RunLock(held, owner);
    }

    /// <summary>Gives the folder back. The lock file stays: removing it would open a gap in which two processes hold two files of one name.</summary>
    public void Dispose()
    {
        try
        {
            File.Delete(_owner);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A stale owner file misleads nobody: it is read only while the lock is held, and then it has been rewritten.
        }

        _held.Dispose();
    }

    private static string ReadOwner(string path)
    {
        try
        {
            var owner = JsonSerializer.Deserialize<Owner>(File.ReadAllText(path, Encoding.UTF8), RunJson.Options);
            return owner is null
                ? "another process"
                : string.Create(CultureInfo.InvariantCulture, $"process {owner.Process} on {owner.Machine} (since {owner.Since:yyyy-MM-dd HH:mm:ss} UTC)");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            return "another process";
        }
    }

    private sealed record Owner(int Process, string Machine, DateTime Since)
    {
        public static Owner OfThisProcess() => new(Environment.ProcessId, Environment.MachineName, DateTime.UtcNow);
    }
}
