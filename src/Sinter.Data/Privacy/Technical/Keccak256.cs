using System.Buffers.Binary;
using System.Numerics;

namespace Sinter.Data.Privacy;

/// <summary>The hash Keccak-256 as Ethereum has it, which pads with 01 where SHA-3 has 06 (G. Bertoni and others, "The Keccak reference", 2011).</summary>
internal static class Keccak256
{
    /// <summary>The bytes of a hash.</summary>
    public const int HashBytes = 32;

    private const int Rate = 136;
    private const int Rounds = 24;

    private static readonly ulong[] RoundConstants = Constants();

    /// <summary>Hashes a message that is shorter than one block of 136 bytes.</summary>
    public static void Hash(ReadOnlySpan<byte> message, Span<byte> hash)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(message.Length, Rate);
        Span<byte> block = stackalloc byte[Rate];
        block.Clear();
        message.CopyTo(block);
        block[message.Length] = 0x01;
        block[Rate - 1] |= 0x80;
        Span<ulong> state = stackalloc ulong[25];
        state.Clear();
        for (var i = 0; i < Rate / 8; i++)
        {
            state[i] = BinaryPrimitives.ReadUInt64LittleEndian(block[(i * 8)..]);
        }

        Permute(state);
        for (var i = 0; i < HashBytes / 8; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(hash[(i * 8)..], state[i]);
        }
    }

    private static void Permute(Span<ulong> state)
    {
        Span<ulong> column = stackalloc ulong[5];
        Span<ulong> moved = stackalloc ulong[25];
        for (var round = 0; round < Rounds; round++)
        {
            for (var x = 0; x < 5; x++)
            {
                column[x] = state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20];
            }

            for (var i = 0; i < 25; i++)
            {
                state[i] ^= column[(i + 4) % 5] ^ BitOperations.RotateLeft(column[(i + 1) % 5], 1);
            }

            // Each lane is turned, by triangular numbers along one path through the square, and moved.
            moved[0] = state[0];
            var (px, py) = (1, 0);
            for (var t = 0; t < 24; t++)
            {
                var turned = BitOperations.RotateLeft(state[px + (5 * py)], (t + 1) * (t + 2) / 2 % 64);
                (px, py) = (py, ((2 * px) + (3 * py)) % 5);
                moved[px + (5 * py)] = turned;
            }

            for (var i = 0; i < 25; i++)
            {
                var row = i / 5 * 5;
                state[i] = moved[i] ^ (~moved[row + ((i + 1) % 5)] & moved[row + ((i + 2) % 5)]);
            }

            state[0] ^= RoundConstants[round];
        }
    }

    /// <summary>The constants of the rounds, from a shift register of eight bits.</summary>
    private static ulong[] Constants()
    {
        var constants = new ulong[Rounds];
        byte register = 1;
        for (var round = 0; round < Rounds; round++)
        {
            for (var j = 0; j < 7; j++)
            {
                if ((register & 1) != 0)
                {
                    constants[round] |= 1UL << ((1 << j) - 1);
                }

                register = (byte)((register << 1) ^ ((register >> 7) * 0x71));
            }
        }

        return constants;
    }
}
